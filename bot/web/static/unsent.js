// What was written but is not known to be kept. It survives a reload and leaves in order, one at a
// time: the next goes when the one before is safe.

const PREFIX = "prongsai.unsent.";

export class Unsent {
  constructor() {
    this.frames = stored();
  }

  add(frame) {
    this.frames.push(frame);
    remember(frame);
  }

  first() {
    return this.frames[0] || null;
  }

  forgetAll() {
    for (const frame of this.frames) forget(frame.id);
    this.frames = [];
  }

  // The frame leaves the queue: it is kept, or it never will be.
  remove(id) {
    const found = this.frames.find((frame) => frame.id === id) || null;
    this.frames = this.frames.filter((frame) => frame.id !== id);
    forget(id);
    return found;
  }
}

// A UUID; crypto.randomUUID exists on https only.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Browsers may forbid storage; the queue then lives as long as the page.
function storage() {
  try {
    return window.localStorage;
  } catch (forbidden) {
    return null;
  }
}

function stored() {
  const place = storage();
  if (!place) return [];
  const found = [];
  for (let index = 0; index < place.length; index += 1) {
    const key = place.key(index);
    if (key.startsWith(PREFIX)) found.push(read(place.getItem(key)));
  }
  return found.filter(Boolean).sort((one, other) => one.written - other.written);
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch (damaged) {
    return null;
  }
}

function remember(frame) {
  const place = storage();
  if (!place) return;
  try {
    place.setItem(PREFIX + frame.id, JSON.stringify(frame));
  } catch (full) {
    console.warn("no room to keep an unsent message over a reload");
  }
}

function forget(id) {
  const place = storage();
  if (place) place.removeItem(PREFIX + id);
}
