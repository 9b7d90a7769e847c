// Work lists: inside one, j and k go to the next and the previous button; Enter presses it.
"use strict";

function onKey(event) {
  const step = { j: 1, k: -1 }[event.key];
  const isTyping = event.target.closest("input, select, textarea");
  if (!step || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
  const buttons = [...event.currentTarget.querySelectorAll(".btn:not(:disabled)")];
  const next = buttons[buttons.indexOf(event.target) + step];
  if (next) next.focus();
}

for (const list of document.querySelectorAll(".work")) {
  list.addEventListener("keydown", onKey);
}
