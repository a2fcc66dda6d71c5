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
  svg.addEventListener("pointerup", () => {
    if (first === null) return;
    const from = new URL(bars[Math.min(first, last)].href.baseVal, location.href);
    const to = new URL(bars[Math.max(first, last)].href.baseVal, location.href);
    from.searchParams.set("until", to.searchParams.get("until"));
    first = null;
    location.assign(from);
  });
  svg.addEventListener("click", (event) => {
    if (!(event.ctrlKey || event.metaKey || event.shiftKey)) event.preventDefault();
  });
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
