// Niceties for respondents; every page works without them.
(() => {
  "use strict";
  const form = document.getElementById("page");
  if (!form) return;
  const saved = document.getElementById("saved");
  let isSent = false;
  let isChanged = false;

  const say = (text) => { saved.textContent = text; };

  // A second tap while the first is under way sends nothing twice.
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      say(form.dataset.offline);
    } else if (isSent) {
      event.preventDefault();
      say(form.dataset.busy);
    } else {
      isSent = true;
    }
  });
  addEventListener("pageshow", () => { isSent = false; });

  // What is on the page is saved when it goes out of sight, and after a while of filling in.
  const save = async () => {
    if (!isChanged || isSent) return;
    isChanged = false;
    const body = new URLSearchParams(new FormData(form));
    body.set("go", "save");
    try {
      const reply = await fetch(location.href, { method: "POST", body, keepalive: true });
      if (reply.status !== 204) throw new Error(reply.statusText);
      const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
      say(saved.dataset.at.replace("{time}", time.format(new Date())));
    } catch {
      isChanged = true;
    }
  };
  const change = () => {
    if (!isChanged) setTimeout(save, 15000);
    isChanged = true;
  };
  form.addEventListener("input", change);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });

  // Characters left are said only when they get few.
  for (const line of form.querySelectorAll("[data-left]")) {
    const text = document.getElementById(line.dataset.for);
    const count = () => {
      const left = text.maxLength - text.value.length;
      line.hidden = left > 200;
      line.textContent = line.dataset.left.replace("{n}", left);
      line.toggleAttribute("role", false);
      if (left < 100) line.setAttribute("role", "status");
    };
    text.addEventListener("input", count);
    count();
  }

  // 'None of these' and a box above it take each other's tick away.
  for (const none of form.querySelectorAll("[data-none] > .tick input")) {
    const group = none.closest("[data-none]");
    const boxes = [...group.querySelectorAll(".met > .tick input")];
    group.addEventListener("change", ({ target }) => {
      if (target === none && none.checked) for (const box of boxes) box.checked = false;
      if (boxes.includes(target) && target.checked) none.checked = false;
    });
  }

  // Ranking in place: the same markup as the server draws, moved and renumbered.
  const order = (item) => [...item.querySelectorAll("ol > li:not([hidden])")];
  const button = (line, act) => line.querySelector(`button[value*=":${act}:"]`);
  const redraw = (item) => {
    const ranked = order(item);
    const isFull = ranked.length >= Number(item.dataset.most);
    ranked.forEach((line, place) => {
      line.querySelector("b").textContent = place + 1;
      button(line, "up").disabled = place === 0;
      button(line, "down").disabled = place === ranked.length - 1;
    });
    const rest = [...item.querySelectorAll("ul > li:not([hidden])")];
    for (const line of rest) line.querySelector("button").disabled = isFull;
    const [above, below] = item.querySelectorAll("h3");
    above.hidden = ranked.length === 0;
    below.hidden = rest.length === 0;
    return rest.map((line) => line.querySelector("button"));
  };
  const lift = (item, line, act) => {
    const list = line.parentElement;
    const place = order(item).indexOf(line);
    if (act === "up") list.insertBefore(line, order(item)[place - 1]);
    if (act === "down") list.insertBefore(order(item)[place + 1], line);
  };
  const choose = (item, option, isIn) => {
    const [line, rest] = item.querySelectorAll(`li[data-option="${CSS.escape(option)}"]`);
    if (isIn) line.parentElement.insertBefore(line, item.querySelector("ol > li[hidden]"));
    else line.parentElement.append(line);
    line.hidden = !isIn;
    rest.hidden = isIn;
    line.querySelector("input").disabled = !isIn;
    return line;
  };
  const rank = (item, act, option) => {
    const line = item.querySelector(`ol > li[data-option="${CSS.escape(option)}"]`);
    if (act === "add" || act === "out") choose(item, option, act === "add");
    else lift(item, line, act);
    const rest = redraw(item);
    const place = order(item).indexOf(line) + 1;
    const text = place ? item.dataset.placed : item.dataset.out;
    item.querySelector("[role=status]").textContent = text
      .replace("{option}", line.querySelector("span").textContent)
      .replace("{place}", place);
    const still = [button(line, act), button(line, "out"), ...rest];
    still.find((one) => one && !one.disabled && !one.closest("[hidden]"))?.focus();
    change();
  };
  form.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[name=rank]");
    if (!pressed) return;
    event.preventDefault();
    const [, act, option] = pressed.value.split(":");
    rank(pressed.closest(".ranking"), act, option);
  });
})();
