// The week grid: arrow keys walk, quarters count on the spot, totals follow. Without this the page works too.
(() => {
  "use strict";
  const form = document.querySelector("form[data-week]");
  if (!form) return;
  const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td.day input")]);
  let isChanged = false;

  const minutes = (text) => {
    const plain = text.replace(/\s/g, "");
    const found = /^(\d{1,2})(?:([:.,uUhH])(\d{0,2}))?$/.exec(plain);
    if (!found) return 0;
    const part = found[3] || "";
    const rest = found[2] === "," ? Math.round(Number("0." + (part || 0)) * 60) : Number(part || 0);
    return Number(found[1]) * 60 + rest;
  };
  const hours = (value) => Math.floor(value / 60) + ":" + String(value % 60).padStart(2, "0");
  const sum = (fields) => fields.reduce((total, field) => total + minutes(field.value), 0);
  const show = (selector, value, place = 0) => {
    const all = form.querySelectorAll(selector);
    if (all[place]) all[place].textContent = hours(value);
  };

  const total = () => {
    rows.forEach((row, place) => show("[data-row-total]", sum(row), place));
    for (let day = 0; day < 7; day += 1) {
      const column = rows.map((row) => row[day]);
      show("[data-day-total]", sum(column), day);
      if (column[0] && column[0].closest("td").classList.contains("is-today")) show("[data-today-total]", sum(column));
    }
    form.querySelectorAll("[data-week-total]").forEach((each) => { each.textContent = hours(sum(rows.flat())); });
  };

  form.addEventListener("input", () => { isChanged = true; total(); });
  form.addEventListener("submit", () => { isChanged = false; });
  window.addEventListener("beforeunload", (leaving) => { if (isChanged) leaving.preventDefault(); });

  form.addEventListener("click", (event) => {
    const button = event.target.closest(".step-btn");
    if (!button) return;
    event.preventDefault();
    const field = button.closest("td").querySelector("input");
    const quarter = button.value.endsWith("-15") ? -15 : 15;
    const next = Math.max(minutes(field.value) + quarter, 0);
    field.value = next ? hours(next) : "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  form.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    const field = event.target;
    if (!move || !field.matches("td.day input")) return;
    const isInside = move[1] < 0 ? field.selectionEnd > 0 : move[1] > 0 && field.selectionStart < field.value.length;
    const isMarked = field.selectionEnd - field.selectionStart === field.value.length;
    if (isInside && !isMarked) return;
    const line = rows.findIndex((row) => row.includes(field));
    const next = (rows[line + move[0]] || [])[rows[line].indexOf(field) + move[1]];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  });
})();
