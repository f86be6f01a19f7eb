// The chat: ties the page, the connection, the unsent messages and the transcript together.

import { Connection } from "./connection.js";
import { Pickers } from "./pickers.js";
import { Transcript, buttonOf } from "./transcript.js";
import { Unread } from "./unread.js";
import { Unsent, newId } from "./unsent.js";
import { Uploads } from "./upload.js";
import { WORDS } from "./words.js";

const RETRY_MS = 3_000;

const find = (name) => document.querySelector(`[data-${name}]`);
const chat = find("chat");
const input = document.getElementById("words");
const log = find("log");
const longestText = Number(chat.dataset.longestText);

const unsent = new Unsent();
const transcript = new Transcript({
  talk: find("talk"), log, working: find("working"), newer: find("newer"), onPress: press,
  onReply: (line, item) => unread.take(line, item.key, item.isNew),
});
const unread = new Unread(find("talk"), (key) => connection.send({ type: "read", key }));
const uploads = new Uploads(transcript, Number(chat.dataset.largestFile));
const pickers = new Pickers({
  place: find("picker"),
  onDay: (choice, day, words) => press({ data: `${choice.data}:${day}`, label: words }),
  onPlace: ({ latitude, longitude }) => say({ type: "place", latitude, longitude }),
  onProblem: showProblem,
});
const connection = new Connection("/chat/socket", {
  onOpen: () => connection.send({ type: "hello", after: lastKey }),
  onFrame: hear,
  onLeft: goElsewhere,
  onState: showState,
});

let lastKey = ""; // of the newest reply, not of what we said: replies to earlier words may follow
let early = []; // live items that came before the history they follow
let hasHistory = false;
let isFresh = true;
let inFlight = "";
let retryTimer = 0;

// --- what the service says ---

function hear(frame) {
  if (frame.type === "history") takeHistory(frame.items);
  else if (frame.type === "item") heardNow({ ...frame.item, isNew: document.hidden, once: frame.once });
  else if (frame.type === "taken") taken(frame);
  else if (frame.type === "working") transcript.working(true);
  else if (frame.type === "problem") refused(frame);
}

function heardNow(item) {
  if (hasHistory) show(item);
  else early.push(item);
}

function takeHistory(items) {
  hasHistory = true;
  for (const item of [...items, ...early]) show(item);
  early = [];
  showUnsent();
  if (isFresh) transcript.goTo(log.querySelector(".line.new") || undefined); // and reads on
  isFresh = false;
  unread.tellAgain();
  if (log.getAttribute("aria-busy") === "true" && !transcript.isEmpty) openMenu(false);
  log.setAttribute("aria-busy", "false");
  connection.ready();
  sendNext();
}

function show(item) {
  if (item.from === "us") lastKey = item.key;
  transcript.show(item);
  if (item.once) connection.send({ type: "shown", key: item.key });
}

function showUnsent() {
  for (const frame of unsent.frames) {
    if (!transcript.pending.has(frame.id)) transcript.showPending(frame.id, wordsOf(frame));
  }
}

function taken(frame) {
  inFlight = "";
  unsent.remove(frame.id);
  transcript.taken(frame.id, frame.key, frame.at);
  showProblem("");
  sendNext();
}

function refused(problem) {
  showProblem(problem.text);
  if (!problem.id) return;
  inFlight = "";
  if (problem.again) {
    clearTimeout(retryTimer);
    retryTimer = setTimeout(sendNext, RETRY_MS * (1 + Math.random()));
    return;
  }
  const frame = unsent.remove(problem.id);
  transcript.refused(problem.id);
  if (frame && frame.type === "text" && !input.value) write(frame.text);
  sendNext();
}

// --- what the visitor says ---

function say(frame) {
  const whole = { ...frame, id: newId(), written: Date.now() };
  unsent.add(whole);
  const line = transcript.showPending(whole.id, wordsOf(whole));
  showProblem("");
  pickers.close();
  openMenu(false);
  sendNext();
  return line;
}

function sendNext() {
  const frame = unsent.first();
  if (!frame || inFlight || !hasHistory) return;
  if (connection.send(frame)) inFlight = frame.id;
}

function sendText() {
  const text = input.value;
  const length = Array.from(text).length;
  if (!text.trim()) return;
  if (length > longestText) {
    showProblem(WORDS.tooLong(length, longestText));
    return;
  }
  write("");
  say({ type: "text", text });
}

// After a press the focus moves to the visitor's own line, so that Tab goes on to what follows it.
function press(choice) {
  if (choice.asks) {
    pickers.open(choice);
    return;
  }
  const line = say({ type: "press", data: choice.data, label: choice.label });
  line.focus({ preventScroll: true });
}

function wordsOf(frame) {
  if (frame.type === "place") return WORDS.place(frame.latitude, frame.longitude);
  return frame.type === "press" ? frame.label : frame.text;
}

function write(text) {
  input.value = text;
  fit();
}

// --- the page around it ---

function showState(state) {
  if (state !== "ready") {
    hasHistory = false;
    inFlight = "";
  }
  const line = document.querySelector("[data-state]");
  line.dataset.state = state;
  const words = line.querySelector("[data-state-words]");
  if (words.textContent !== WORDS[state]) words.textContent = WORDS[state];
}

function showProblem(text) {
  const line = find("problem");
  line.hidden = !text;
  line.textContent = text;
}

function openMenu(isOpen) {
  find("menu").setAttribute("aria-expanded", String(isOpen));
  find("starters-place").hidden = !isOpen;
}

// The starters stand before the menu button: whoever opens them goes on from there.
function pressMenu() {
  const isOpening = find("starters-place").hidden;
  openMenu(isOpening);
  if (isOpening) find("starters-place").firstElementChild.focus();
}

// On a shared phone: away at once, nothing left behind, and "back" does not lead here.
function leave() {
  connection.stop();
  unsent.forgetAll();
  navigator.sendBeacon("/chat/leave");
  goElsewhere();
}

function goElsewhere() {
  log.replaceChildren();
  window.location.replace(find("leave").dataset.elsewhere);
}

function fit() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}

function furnish() {
  for (const choice of JSON.parse(chat.dataset.starters)) {
    find("starters-place").append(buttonOf(choice, press));
  }
  find("menu").addEventListener("click", pressMenu);
  find("leave").addEventListener("click", leave);
  find("attach").addEventListener("click", () => find("file").click());
  find("file").addEventListener("change", (event) => {
    for (const file of event.target.files) uploads.start(file);
    event.target.value = "";
    openMenu(false);
  });
  find("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    sendText();
  });
  input.addEventListener("input", fit);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sendText();
  });
}

furnish();
showState("connecting");
connection.open();
