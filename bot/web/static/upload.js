// Sending a file: one request with progress, under an id of its own like every message.

import { newId } from "./unsent.js";
import { element } from "./transcript.js";
import { WORDS } from "./words.js";

export class Uploads {
  constructor(transcript, largest) {
    this.transcript = transcript;
    this.largest = largest;
  }

  start(file) {
    const id = newId();
    const line = this.transcript.showPending(id, WORDS.file(file.name), WORDS.uploading(0));
    const note = line.querySelector(".note");
    if (file.size > this.largest) this.fail(note, WORDS.fileTooLarge);
    else this.send(id, file, note);
  }

  send(id, file, note) {
    const request = new XMLHttpRequest();
    const bar = element("progress", "progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    delete note.parentElement.dataset.failed;
    note.replaceChildren(WORDS.uploading(0), bar);
    request.upload.onprogress = (event) => {
      const percent = event.total ? Math.round((100 * event.loaded) / event.total) : 0;
      bar.value = percent;
      note.firstChild.data = WORDS.uploading(percent);
    };
    request.onload = () => this.answered(request, id, file, note);
    request.onerror = () => this.lost(WORDS.fileLost, id, file, note);
    request.open("POST", "/chat/file");
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.setRequestHeader("X-Event-Id", id);
    request.send(file);
  }

  answered(request, id, file, note) {
    const answer = read(request.responseText);
    if (answer.ok) this.transcript.taken(id, answer.key, answer.at);
    else if (request.status >= 500 || request.status === 408) this.lost(answer.text || WORDS.fileLost, id, file, note);
    else this.fail(note, answer.text || WORDS.fileLost);
  }

  // Perhaps later: the same file under the same id, so that it is never kept twice.
  lost(words, id, file, note) {
    const again = element("button", "again", WORDS.tryAgain);
    again.type = "button";
    again.addEventListener("click", () => this.send(id, file, note));
    this.fail(note, words);
    note.append(again);
  }

  fail(note, words) {
    note.parentElement.dataset.failed = "yes";
    note.setAttribute("aria-live", "polite");
    note.replaceChildren(element("span", "failed", `${WORDS.notSent}: ${words}`));
  }
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch (notJson) {
    return {};
  }
}
