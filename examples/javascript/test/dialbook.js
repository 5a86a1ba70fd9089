// A server of dialbook for tests, and its controls. Nothing of it is kept.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

export class Dialbook {
  #process;

  /** Start a server whose calling names take as long as those of AWS, and return it when it answers. */
  static async start() {
    const port = await freePort();
    const options = ["--port", port, "--store", "memory:", "--no-sample", "--controls", "--calling-name-delay", "72h"];
    return new Dialbook(port, spawn("dialbook", ["serve", ...options], { stdio: ["ignore", "ignore", "pipe"] })).#ready();
  }

  constructor(port, process) {
    this.url = `http://127.0.0.1:${port}`;
    this.#process = process;
  }

  /** Stop the server. */
  async stop() {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await ended;
  }

  /** Move the clock on. Whatever is due by then has happened when this returns. */
  advance(seconds) {
    return this.#control("POST", "clock/advance", { Duration: `${seconds}s` });
  }

  /** Order a fault, such as { Operation: "UpdatePhoneNumber", Error: "ConflictException", Times: 1 }. */
  fail(fault) {
    return this.#control("POST", "faults", fault);
  }

  /** Return the statuses of all answers to an operation since the last reset. */
  async statuses(operation) {
    const { Calls } = await this.#control("GET", `calls?operation=${operation}`);
    return Calls.map((call) => call.Status);
  }

  /** Forget all numbers, faults and calls. */
  reset() {
    return this.#control("POST", "reset", {});
  }

  async #control(method, path, body) {
    const answer = await fetch(`${this.url}/_dialbook/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    const said = await answer.text();
    if (!answer.ok) throw new Error(said);
    return said && JSON.parse(said);
  }

  async #ready() {
    const complaint = text(this.#process.stderr);
    const failed = new Promise((_, reject) => this.#process.once("error", reject));
    while (!(await Promise.race([this.#healthy(), failed]))) {
      if (this.#process.exitCode !== null) throw new Error(await complaint);
      await sleep(20);
    }
    return this;
  }

  #healthy() {
    return fetch(`${this.url}/_dialbook/health`).then(
      (answer) => answer.ok,
      () => false,
    );
  }
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  return port;
}
