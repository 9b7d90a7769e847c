// The plan: the sums follow what is typed. Without this script the button "add up" does it.
"use strict";

function minutes(text) {
  const found = /^\s*(\d{1,4})(?:([:.,uUhH])(\d{1,2})?)?\s*$/.exec(text);
  if (!found) return 0;
  const part = found[3] || "0";
  return Number(found[1]) * 60 + (found[2] === "," ? Number(`0.${part}`) * 60 : Number(part));
}

function hours(sum) {
  return `${Math.floor(sum / 60)}:${String(Math.round(sum % 60)).padStart(2, "0")}`;
}

function show(row, sums) {
  const cells = [...row.querySelectorAll("td")];
  [sums[0], sums[1], sums[0] + sums[1]].forEach((sum, place) => {
    if (!cells[place].querySelector("input")) cells[place].textContent = hours(sum);
  });
}

function addUp(table) {
  let step = [0, 0];
  const whole = [0, 0];
  for (const row of table.querySelectorAll("tbody tr")) {
    const typed = [...row.querySelectorAll("input")].map((field) => minutes(field.value));
    if (typed.length) {
      show(row, typed);
      step = step.map((sum, place) => sum + typed[place]);
      typed.forEach((each, place) => { whole[place] += each; });
    } else {
      show(row, step);
      step = [0, 0];
    }
  }
  show(table.querySelector("tfoot tr"), whole);
}

for (const table of document.querySelectorAll(".plan-table")) {
  table.addEventListener("input", () => addUp(table));
}
