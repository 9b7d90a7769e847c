// Invoice runs. In the preview: all, none, and what is ticked. On the page of a run: it presses
// "go on" by itself while something waits. Without this script links and the button do it.
"use strict";

function boxes() {
  return [...document.querySelectorAll("input[data-cents]:not(:disabled)")];
}

function addUp() {
  const told = document.querySelector("[data-ticked]");
  if (!told) return;
  const ticked = boxes().filter((box) => box.checked);
  const cents = ticked.reduce((sum, box) => sum + Number(box.dataset.cents), 0);
  const euro = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: "EUR" });
  told.textContent = told.dataset.words.replace("{count}", ticked.length).replace("{amount}", euro.format(cents / 100));
}

function onTick(event) {
  event.preventDefault();
  for (const box of boxes()) box.checked = event.currentTarget.dataset.tick === "all";
  addUp();
}

for (const link of document.querySelectorAll("[data-tick]")) link.addEventListener("click", onTick);
document.addEventListener("change", addUp);
addUp();

async function press(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("run");
}

function show(next) {
  const here = document.activeElement && document.activeElement.getAttribute("href");
  document.getElementById("run").replaceWith(next);
  const again = here && next.querySelector(`a[href="${CSS.escape(here)}"]`);
  if (again) again.focus();
  document.querySelector("[data-told]").textContent = next.dataset.words;
}

async function goOn() {
  let form = document.querySelector("[data-goes-on]");
  while (form) {
    form.hidden = true;
    try {
      show(await press(form));
    } catch {
      form.hidden = false; // the button is there again: somebody looks
      return;
    }
    form = document.querySelector("[data-goes-on]");
  }
}

goOn();
