/* Draws the Plotly charts of a page, in the colours of the theme of the moment. */
"use strict";
{
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  const themed = ({ data, layout }) => {
    const axis = { gridcolor: colour("rule"), linecolor: colour("rule"), tickcolor: colour("rule") };
    return {
      data: data.map((trace) => ({
        ...trace,
        line: { ...trace.line, color: colour(trace.meta) },
        marker: { ...trace.marker, color: colour(trace.meta), line: { color: colour(trace.meta), width: 2 } },
      })),
      layout: {
        ...layout,
        paper_bgcolor: "transparent",
        plot_bgcolor: "transparent",
        font: { family: getComputedStyle(document.body).fontFamily, size: 14, color: colour("ink") },
        hoverlabel: { bgcolor: colour("surface"), bordercolor: colour("rule"), font: { color: colour("ink") } },
        xaxis: { ...layout.xaxis, ...axis },
        yaxis: { ...layout.yaxis, ...axis },
      },
    };
  };

  const draw = (place) => {
    const { data, layout } = themed(JSON.parse(place.dataset.plot));
    place.replaceChildren();
    return Plotly.newPlot(place, data, layout, { responsive: true, displayModeBar: false });
  };

  const places = document.querySelectorAll("[data-plot]");
  places.forEach(draw);
  dark.addEventListener("change", () => places.forEach(draw));
}
