/* A choice changes the page in place and keeps the focus; without this the whole page is loaded anew. */
"use strict";
{
  const show = async (address, kept) => {
    const reply = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const main = page.querySelector("main");
    if (!reply.ok || reply.redirected || !main) return location.assign(address);
    document.title = page.title;
    document.querySelector("main").replaceWith(document.adoptNode(main));
    prepare();
    const chosen = kept && document.querySelector(`[data-keep="${CSS.escape(kept)}"][aria-current]`);
    const place = chosen?.closest(".choice")?.querySelector("summary") ?? chosen;
    (place || document.querySelector("main")).focus({ preventScroll: true });
    return undefined;
  };

  const choose = (event) => {
    const link = event.target.closest("a[data-keep], .heat a");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
    if (!link || elsewhere || link.dataset.keep === "view" || document.querySelector("[data-plot]")) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    show(link.href, link.dataset.keep).catch(() => location.assign(link.href));
  };

  const prepare = () => {
    const button = document.querySelector("[data-copy]");
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(location.href);
      button.textContent = button.dataset.done;
    });
  };

  const within = (event) => {
    const open = document.querySelector(".choice[open]");
    if (event.key === "Escape" && open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const link = event.target.closest(".switch a, .heat a");
    if (!step || !link) return;
    const all = [...link.closest(".switch, tr").querySelectorAll("a")];
    all[(all.indexOf(link) + step + all.length) % all.length].focus();
    event.preventDefault();
  };

  document.addEventListener("click", choose);
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll(".choice[open]")) if (!open.contains(event.target)) open.open = false;
  });
  document.addEventListener("keydown", within);
  addEventListener("popstate", () => show(location.href, null).catch(() => location.reload()));
  prepare();
}
