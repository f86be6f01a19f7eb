// The one WebSocket: reconnects by itself, notices when the line is dead, speaks JSON.

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const PING_EVERY_MS = 25_000;
const PATIENCE_MS = 10_000;
const NO_COOKIE = 4401;
const LEFT = 4410;
const TOO_MANY_PAGES = 4429;

export class Connection {
  // onOpen(), onFrame(frame), onLeft(), onState("connecting" | "ready" | "again" | "stopped")
  constructor(path, { onOpen, onFrame, onLeft, onState }) {
    this.url = new URL(path, location.href.replace(/^http/, "ws")).href;
    this.onOpen = onOpen;
    this.onFrame = onFrame;
    this.onLeft = onLeft;
    this.onState = onState;
    this.failures = 0;
    this.socket = null;
    this.stopped = false;
    this.timers = { pause: 0, ping: 0, patience: 0 };
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.check());
    document.addEventListener("visibilitychange", () => document.hidden || this.check());
  }

  open() {
    clearTimeout(this.timers.pause);
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.expect();
    socket.onopen = () => socket === this.socket && this.onOpen();
    socket.onmessage = (event) => socket === this.socket && this.hear(event.data);
    socket.onclose = (event) => socket === this.socket && this.lost(event.code);
  }

  // The service answered: the line is good.
  ready() {
    this.failures = 0;
    this.onState("ready");
  }

  send(frame) {
    if (!this.socket || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  hear(data) {
    clearTimeout(this.timers.patience);
    clearTimeout(this.timers.ping);
    this.timers.ping = setTimeout(() => this.check(), PING_EVERY_MS);
    this.onFrame(JSON.parse(data));
  }

  // Ask whether somebody is still there; without an answer the line counts as lost.
  check() {
    if (this.send({ type: "ping" })) this.expect();
    else this.hurry();
  }

  expect() {
    clearTimeout(this.timers.patience);
    this.timers.patience = setTimeout(() => this.giveUp(), PATIENCE_MS);
  }

  // A dead line may take minutes to close: leave it behind.
  giveUp() {
    const dead = this.socket;
    this.lost(0);
    dead.close();
  }

  lost(code) {
    this.socket = null;
    clearTimeout(this.timers.patience);
    clearTimeout(this.timers.ping);
    if (this.stopped) return;
    if (code === LEFT) {
      this.stop();
      this.onLeft();
      return;
    }
    if (code === NO_COOKIE) {
      this.stopped = true;
      this.onState("stopped");
      return;
    }
    this.onState("again");
    this.failures = code === TOO_MANY_PAGES ? 6 : this.failures + 1;
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures);
    this.timers.pause = setTimeout(() => this.open(), longest * (0.5 + Math.random() / 2));
  }

  // Nothing more is said or heard.
  stop() {
    this.stopped = true;
    if (this.socket) this.socket.close();
  }

  hurry() {
    if (!this.socket && !this.stopped) this.open();
  }
}
