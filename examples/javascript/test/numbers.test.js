// The program against one server, which is reset before each test, and whose clock is moved where the program would wait.

import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  ChimeSDKVoiceClient,
  GetPhoneNumberCommand,
  ThrottledClientException,
  UpdatePhoneNumberCommand,
} from "@aws-sdk/client-chime-sdk-voice";
import { Numbers } from "../numbers.js";
import { Dialbook } from "./dialbook.js";

let dialbook;
let voice;
let numbers;

beforeAll(async () => {
  dialbook = await Dialbook.start();
  voice = new ChimeSDKVoiceClient({
    endpoint: dialbook.url,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1, // the SDK would wait in real time
  });
  numbers = new Numbers(voice, (seconds) => dialbook.advance(seconds));
});

afterAll(() => dialbook?.stop());

beforeEach(() => dialbook.reset());

const callingName = async (number) => (await voice.send(new GetPhoneNumberCommand({ PhoneNumberId: number }))).PhoneNumber.CallingName;

test("a number is ordered and named, which takes three days that nobody waits", async () => {
  const number = await numbers.order("206");
  expect(number).toMatch(/^\+1206/);
  await numbers.name(number, "Example Inc");
  expect(await callingName(number)).toBe("Example Inc");
});

test("a name waits for the one before it, which is a conflict", async () => {
  const number = await numbers.order("206");
  await voice.send(new UpdatePhoneNumberCommand({ PhoneNumberId: number, CallingName: "Example Ltd" }));
  await numbers.name(number, "Example Inc");
  expect(await callingName(number)).toBe("Example Inc");
  expect(await dialbook.statuses("UpdatePhoneNumber")).toEqual([200, 409, 200]);
});

test("a throttled call is made again", async () => {
  await dialbook.fail({ Operation: "CreatePhoneNumberOrder", Error: "ThrottledClientException", Times: 2 });
  await numbers.order("206");
  expect(await dialbook.statuses("CreatePhoneNumberOrder")).toEqual([429, 429, 201]);
});

test("a call that is always throttled fails after half a minute", async () => {
  await dialbook.fail({ Operation: "SearchAvailablePhoneNumbers", Error: "ThrottledClientException" });
  await expect(numbers.order("206")).rejects.toThrow(ThrottledClientException);
  expect(await dialbook.statuses("SearchAvailablePhoneNumbers")).toEqual(Array(6).fill(429));
});

test("an order that fails is said to", async () => {
  await dialbook.fail({ Outcome: "AcquireFailed" });
  await expect(numbers.order("206")).rejects.toThrow("The order ended Failed.");
});

test("a name that fails is said to", async () => {
  const number = await numbers.order("206");
  await dialbook.fail({ PhoneNumber: number, Outcome: "UpdateFailed" });
  await expect(numbers.name(number, "Example Inc")).rejects.toThrow("did not take");
});

test("without arguments it says which there are", () => {
  const ended = spawnSync(process.execPath, ["main.js"], { encoding: "utf8" });
  expect([ended.status, ended.stderr]).toEqual([2, "usage: node main.js AREA_CODE CALLING_NAME\n"]);
});
