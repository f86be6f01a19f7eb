// What came while nobody looked: marked on the page, counted in the tab's title, until it is seen.

import { element } from "./transcript.js";
import { WORDS } from "./words.js";

const TELL_AFTER_MS = 400; // several lines at once are one word to the service

export class Unread {
  // onRead(key) is called with the newest reply that was seen.
  constructor(talk, onRead) {
    this.onRead = onRead;
    this.title = document.title;
    this.waiting = new Map(); // lines not seen yet, by the order they came
    this.newest = "";
    this.timer = 0;
    this.observer = new IntersectionObserver((seen) => this.looked(seen), { root: talk });
    document.addEventListener("visibilitychange", () => this.lookAgain());
  }

  // A reply is shown; *isNew*: nobody has looked since it came.
  take(line, key, isNew) {
    if (isNew) mark(line);
    this.waiting.set(line, key);
    this.observer.observe(line);
    this.count();
  }

  looked(entries) {
    if (document.hidden) return;
    for (const { target, isIntersecting } of entries) if (isIntersecting) this.saw(target);
    this.count();
  }

  // Whoever sees a line has read what stands above it.
  saw(target) {
    if (!this.waiting.has(target)) return;
    for (const [line, key] of this.waiting) {
      this.waiting.delete(line);
      this.observer.unobserve(line);
      this.newest = key;
      if (line === target) break;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.onRead(this.newest), TELL_AFTER_MS);
  }

  // The observer says nothing of a page in the background; ask it anew.
  lookAgain() {
    if (document.hidden) return;
    for (const line of this.waiting.keys()) {
      this.observer.unobserve(line);
      this.observer.observe(line);
    }
  }

  // The connection is new: what could not be told is told now.
  tellAgain() {
    if (this.newest) this.onRead(this.newest);
  }

  count() {
    const marked = [...this.waiting.keys()].filter((line) => line.classList.contains("new"));
    document.title = marked.length ? `(${marked.length}) ${this.title}` : this.title;
  }
}

function mark(line) {
  if (line.classList.contains("new")) return;
  line.classList.add("new");
  line.prepend(element("span", "new-mark", WORDS.isNew));
}
