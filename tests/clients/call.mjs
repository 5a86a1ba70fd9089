// The AWS SDK for JavaScript, configured by the environment alone. A line in is one call, and the line out its answer:
//   ["GetPhoneNumber", {"PhoneNumberId": "+12065550100"}]
//   {"PhoneNumber": {…}}, or {"error": ["NotFoundException", "…"]}
import { createInterface } from "node:readline";
import * as sdk from "@aws-sdk/client-chime-sdk-voice";

const client = new sdk.ChimeSDKVoiceClient();
for await (const line of createInterface({ input: process.stdin })) {
  const [operation, input] = JSON.parse(line);
  try {
    console.log(JSON.stringify(await client.send(new sdk[`${operation}Command`](input))));
  } catch (error) {
    console.log(JSON.stringify({ error: [error.name, error.message] }));
  }
}
