// What a page can do beyond links and forms; without it, everything still works.
"use strict";

// Drag over a timeline to choose from one bar to another.
for (const svg of document.querySelectorAll(".bars")) {
  const bars = [...svg.querySelectorAll("a")];
  let first = null;
  let last = null;
  const under = (event) => {
    const box = svg.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.min(bars.length - 1, Math.max(0, Math.floor(share * bars.length)));
  };
  const show = () => {
    const [low, high] = first === null ? [1, 0] : [Math.min(first, last), Math.max(first, last)];
    bars.forEach((bar, index) => bar.classList.toggle("chosen", low <= index && index <= high));
  };
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    first = last = under(event);
    svg.setPointerCapture(event.pointerId);
    show();
  });
  svg.addEventListener("pointermove", (event) => {
    if (first === null) return;
    last = under(event);
    show();
  });
  svg.addEventListener("pointercancel", () => {
    first = null;
    show();
  });
  const go = () => {
    const from = new URL(bars[Math.min(first, last)].href.baseVal, location.href);
    const to = new URL(bars[Math.max(first, last)].href.baseVal, location.href);
    from.searchParams.set("until", to.searchParams.get("until"));
    first = null;
    location.assign(from);
  };
  svg.addEventListener("pointerup", () => {
    if (first !== null) go();
  });
  svg.addEventListener("click", (event) => {
    if (!(event.ctrlKey || event.metaKey || event.shiftKey)) event.preventDefault();
  });

  // The same by keyboard: arrows move a handle from bar to bar, Enter chooses, Escape lets go.
  const ends = [0, bars.length - 1];
  const names = bars.map((bar) => bar.querySelector("title").textContent);
  const handles = ["from", "to"].map((name, which) => {
    const handle = document.createElement("span");
    handle.className = `handle ${name}`;
    handle.tabIndex = 0;
    for (const [key, value] of Object.entries({ role: "slider", "aria-label": `Over time, ${name}`, "aria-valuemin": 1, "aria-valuemax": bars.length })) handle.setAttribute(key, value);
    handle.addEventListener("keydown", (event) => {
      const page = Math.max(2, Math.round(bars.length / 10));
      const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -page, PageUp: page, Home: -bars.length, End: bars.length };
      if (event.key === "Enter" || event.key === " ") {
        [first, last] = ends;
        go();
      } else if (event.key === "Escape") {
        ends.splice(0, 2, 0, bars.length - 1);
        first = null;
        place();
      } else if (event.key in steps) {
        const [low, high] = which ? [ends[0], bars.length - 1] : [0, ends[1]];
        ends[which] = Math.min(high, Math.max(low, ends[which] + steps[event.key]));
        [first, last] = ends;
        place();
        first = null; // the pointer is not down
      } else return;
      event.preventDefault();
    });
    return handle;
  });
  const place = () => {
    show();
    handles.forEach((handle, which) => {
      handle.style.left = `${((ends[which] + which) / bars.length) * 100}%`;
      handle.setAttribute("aria-valuenow", ends[which] + 1);
      handle.setAttribute("aria-valuetext", names[ends[which]]);
    });
  };
  if (bars.length > 1) {
    svg.before(handles[0]);
    svg.after(handles[1]);
    place();
  }
}

// A quotation and its note light up together.
const light = (event, on) => {
  const found = event.target.closest?.("[data-n], .notes > li");
  if (!found) return;
  const statement = CSS.escape(found.dataset.n ?? found.id.slice(2));
  for (const other of document.querySelectorAll(`[data-n="${statement}"], #n-${statement}`)) other.classList.toggle("lit", on);
};
for (const name of ["mouseover", "focusin"]) document.addEventListener(name, (event) => light(event, true));
for (const name of ["mouseout", "focusout"]) document.addEventListener(name, (event) => light(event, false));

// A citation is copied by one press.
if (navigator.clipboard) {
  document.addEventListener(
    "toggle",
    (event) => {
      const words = event.target.open && event.target.querySelector?.(":scope > .citation");
      if (!words || event.target.querySelector(".copy")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy citation";
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(words.textContent);
        button.textContent = "Copied";
      });
      words.after(button);
    },
    true,
  );
}
