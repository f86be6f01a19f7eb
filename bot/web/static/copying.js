// Copying into the clipboard: by the browser's own way, else by the old one, else by hand.

import { WORDS } from "./words.js";

const SAID_MS = 4_000;
const timers = new WeakMap();

// A button was pressed: copy, and say on it, and aloud, how that went.
export async function copy(button, text, label) {
  const isCopied = (await byBrowser(text)) || byHand(text, button);
  button.setAttribute("aria-live", "polite");
  button.textContent = isCopied ? WORDS.copied : WORDS.notCopied;
  clearTimeout(timers.get(button));
  timers.set(button, setTimeout(() => rest(button, label), SAID_MS));
}

function rest(button, label) {
  button.removeAttribute("aria-live");
  button.textContent = label;
}

// Only there over https, and only where the visitor allows it.
async function byBrowser(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function byHand(text, button) {
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.className = "unseen";
  button.after(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  button.focus({ preventScroll: true });
  return isCopied;
}
