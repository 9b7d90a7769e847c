// Back from paying: ask at once how it stands. Without this script the button does it.
"use strict";

document.querySelector("form[data-ask]")?.requestSubmit();
