#!/usr/bin/env node
// node main.js 206 "Example Inc": order a number in area 206, and name it.

import { ChimeSDKVoiceClient } from "@aws-sdk/client-chime-sdk-voice";
import { Numbers, Unwilling } from "./numbers.js";

const [areaCode, callingName] = process.argv.slice(2);
if (!areaCode || !callingName) {
  console.error("usage: node main.js AREA_CODE CALLING_NAME");
  process.exit(2);
}
const numbers = new Numbers(new ChimeSDKVoiceClient());
try {
  const number = await numbers.order(areaCode);
  console.log(`${number} is yours`);
  await numbers.name(number, callingName);
  console.log(`${number} calls as ${callingName}`);
} catch (error) {
  if (!(error instanceof Unwilling)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
