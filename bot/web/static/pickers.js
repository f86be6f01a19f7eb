// Pickers: a calendar for a day, the browser's own position for a place. Both only on a press, and
// neither is needed: whatever they say can be typed.

import { element } from "./transcript.js";
import { WORDS } from "./words.js";

const PATIENCE_MS = 15_000;
const DAY = new Intl.DateTimeFormat("th-TH-u-ca-buddhist", {
  day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
});
const TODAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Bangkok" });

export class Pickers {
  // onDay(choice, "2026-11-25", words), onPlace({latitude, longitude}), onProblem(words).
  constructor({ place, onDay, onPlace, onProblem }) {
    this.place = place;
    this.onDay = onDay;
    this.onPlace = onPlace;
    this.onProblem = onProblem;
    this.asking = 0;
  }

  open(choice) {
    this.onProblem("");
    if (choice.asks === "date") this.openDay(choice);
    else this.askPlace();
  }

  close() {
    this.asking += 1; // a position that comes later is not wanted any more
    this.place.hidden = true;
    this.place.replaceChildren();
  }

  openDay(choice) {
    const label = element("label", "picker-label", WORDS.day);
    label.htmlFor = "day";
    const day = element("input", "picker-day");
    day.type = "date";
    day.id = "day";
    day.max = TODAY.format(new Date());
    const take = element("button", "choice", WORDS.takeDay);
    take.type = "button";
    take.addEventListener("click", () => this.takeDay(choice, day));
    const close = element("button", "choice", WORDS.closePicker);
    close.type = "button";
    close.addEventListener("click", () => this.close());
    const words = element("p", "picker-words");
    words.setAttribute("aria-live", "polite");
    day.addEventListener("input", () => { words.textContent = day.value ? inWords(day.value) : ""; });
    this.place.replaceChildren(label, day, take, close, words);
    this.place.hidden = false;
    day.focus();
  }

  takeDay(choice, day) {
    if (!day.value) {
      day.focus();
      return;
    }
    const value = day.value;
    this.close();
    this.onDay(choice, value, inWords(value));
  }

  askPlace() {
    this.close();
    const asking = this.asking;
    if (!navigator.geolocation) {
      this.onProblem(WORDS.noPlace);
      return;
    }
    this.onProblem(WORDS.findingPlace);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => asking === this.asking && this.found(coords),
      () => asking === this.asking && this.onProblem(WORDS.noPlace),
      { enableHighAccuracy: true, timeout: PATIENCE_MS },
    );
  }

  found({ latitude, longitude }) {
    this.onProblem("");
    this.onPlace({ latitude, longitude });
  }
}

function inWords(day) {
  return DAY.format(new Date(`${day}T00:00:00Z`)).replace("พุทธศักราช ", "");
}
