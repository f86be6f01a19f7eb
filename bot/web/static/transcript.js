// The conversation on the page. Everything people and the service say goes in as text, never HTML.

import { copy } from "./copying.js";
import { WORDS } from "./words.js";

const NEAR_END_PX = 120;
const ABOVE_PX = 12; // air above a line that is scrolled to
const TIME = new Intl.DateTimeFormat("th-TH", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Bangkok" });
const DAY = new Intl.DateTimeFormat("th-TH-u-ca-buddhist", {
  day: "numeric", month: "long", year: "numeric", timeZone: "Asia/Bangkok",
});

export class Transcript {
  // onPress(choice) is called when a choice under a reply is pressed, onReply(line, item) when a
  // reply is shown.
  constructor({ talk, log, working, newer, onPress, onReply }) {
    this.talk = talk;
    this.log = log;
    this.workingLine = working;
    this.newer = newer;
    this.onPress = onPress;
    this.onReply = onReply;
    this.keys = new Set();
    this.pending = new Map();
    this.choices = null;
    this.lastDay = "";
    this.workingTimer = 0;
    this.newer.querySelector("button").addEventListener("click", () => this.toEnd());
    this.atEnd = true;
    this.talk.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.talk);
  }

  get isEmpty() {
    return !this.log.firstElementChild;
  }

  // A line from the service: shown once, before what is still on its way.
  show(item) {
    if (this.keys.has(item.key)) return;
    this.keys.add(item.key);
    const follow = this.isNearEnd();
    const line = lineOf(item.from, [
      ...(item.card ? [cardOf(item.card)] : []),
      wordsOf(item.text),
      ...(item.picture ? [pictureOf(item.picture)] : []),
    ]);
    settle(line, item.key, item.at);
    this.insert(line, item.at);
    if (item.from === "us") {
      this.working(false);
      this.offer(item.choices, line);
    } else this.offer([]);
    this.follow(line, follow);
    if (item.from === "us") this.onReply(line, item);
  }

  // What the visitor just wrote, not known to be kept yet.
  showPending(id, text, words = WORDS.sending) {
    const line = lineOf("me", [wordsOf(text)]);
    line.classList.add("pending");
    const note = element("p", "note", words);
    note.setAttribute("aria-live", "off"); // progress is not read aloud
    line.append(note);
    this.log.append(line);
    this.pending.set(id, line);
    this.offer([]);
    this.follow(line, true);
    return line;
  }

  // It is kept now, as *key*; perhaps it came back in the history already.
  taken(id, key, at) {
    const line = this.pending.get(id);
    this.pending.delete(id);
    if (!line) return;
    if (this.keys.has(key)) {
      line.remove();
      return;
    }
    this.keys.add(key);
    settle(line, key, at);
    this.dayBefore(line, at);
  }

  // It never will be.
  refused(id) {
    const line = this.pending.get(id);
    this.pending.delete(id);
    if (line) line.remove();
  }

  working(isWorking) {
    clearTimeout(this.workingTimer);
    const follow = this.isNearEnd();
    this.workingLine.hidden = !isWorking;
    if (!isWorking) return;
    this.workingTimer = setTimeout(() => this.working(false), 30_000);
    if (follow) this.toEnd();
  }

  // The next steps under the latest reply; those of earlier replies go.
  offer(choices, line) {
    if (this.choices) this.choices.remove();
    this.choices = null;
    if (!choices.length) return;
    this.choices = element("div", "choices");
    this.choices.setAttribute("role", "group");
    this.choices.setAttribute("aria-label", WORDS.choices);
    for (const choice of choices) this.choices.append(buttonOf(choice, this.onPress));
    line.append(this.choices);
  }

  insert(line, at) {
    const onTheirWay = [...this.pending.values()].filter((each) => !each.dataset.failed);
    this.log.insertBefore(line, onTheirWay[0] || null);
    this.dayBefore(line, at);
  }

  dayBefore(line, at) {
    const day = DAY.format(new Date(at));
    if (day === this.lastDay) return;
    this.lastDay = day;
    this.log.insertBefore(element("p", "day", day), line);
  }

  // Whoever reads the end stays there when the keyboard or the menu takes room.
  scrolled() {
    this.atEnd = this.isNearEnd();
    if (this.atEnd) this.newer.hidden = true;
  }

  isNearEnd() {
    return this.talk.scrollHeight - this.talk.scrollTop - this.talk.clientHeight < NEAR_END_PX;
  }

  // To *line*, or to the newest.
  goTo(line = this.log.lastElementChild) {
    if (line) this.follow(line, true);
  }

  toEnd() {
    this.talk.scrollTop = this.talk.scrollHeight;
    this.newer.hidden = true;
  }

  // Show the new line: its end when it fits, its beginning when it is long.
  follow(line, isWanted) {
    if (!isWanted) {
      this.newer.hidden = false;
      return;
    }
    const { talk } = this;
    const top = line.getBoundingClientRect().top - talk.getBoundingClientRect().top + talk.scrollTop;
    talk.scrollTop = Math.min(talk.scrollHeight, top - ABOVE_PX);
    this.newer.hidden = true;
  }
}

export function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

export function buttonOf(choice, onPress) {
  const button = element("button", "choice", choice.label);
  button.type = "button";
  button.addEventListener("click", () => {
    if (choice.copies) copy(button, choice.copies, choice.label);
    else onPress(choice);
  });
  return button;
}

function lineOf(from, parts) {
  const line = element("div", `line ${from}`);
  line.tabIndex = -1;
  line.append(element("span", "unseen", WORDS[from]));
  const bubble = element("div", "bubble");
  bubble.append(...parts);
  line.append(bubble);
  return line;
}

// Plain text, line by line; the line that names the source is set apart.
function wordsOf(text) {
  const words = element("div", "words");
  text.split("\n").forEach((row, index, rows) => {
    const isSource = row.startsWith("ที่มา:");
    words.append(element("span", isSource ? "source" : "", row + (index < rows.length - 1 ? "\n" : "")));
  });
  return words;
}

// A photo of our own that was sent with the words.
function pictureOf(path) {
  const picture = element("img", "picture");
  picture.src = path;
  picture.alt = WORDS.picture;
  return picture;
}

function cardOf(card) {
  const box = element("div", "card");
  const table = document.createElement("table");
  const caption = table.createCaption();
  caption.append(element("span", "card-title", card.title), element("strong", "card-headline", card.headline));
  const body = table.createTBody();
  for (const row of card.rows) {
    const line = body.insertRow();
    if (row.emphasis) line.className = "emphasis";
    const label = element("th", "", row.label);
    label.scope = "row";
    line.append(label, element("td", "", row.value));
  }
  box.append(table);
  if (card.footnote) box.append(element("p", "card-foot", card.footnote));
  return box;
}

function settle(line, key, at) {
  line.classList.remove("pending");
  line.dataset.key = key;
  for (const note of line.querySelectorAll(".note")) note.remove();
  const time = element("time", "at", `${TIME.format(new Date(at))} น.`);
  time.dateTime = at;
  line.querySelector(".bubble").after(time);
}
