// One call with the AWS SDK for JavaScript, configured by the environment alone:
//   node call.mjs GetPhoneNumber '{"PhoneNumberId": "+12065550100"}'
// Prints the answer as JSON, or the error with exit status 1.
import * as sdk from "@aws-sdk/client-chime-sdk-voice";

const [operation, input] = process.argv.slice(2);
const client = new sdk.ChimeSDKVoiceClient();
try {
  const answer = await client.send(new sdk[`${operation}Command`](JSON.parse(input)));
  console.log(JSON.stringify(answer));
} catch (error) {
  console.log(JSON.stringify({ name: error.name, message: error.message, status: error.$metadata?.httpStatusCode }));
  process.exitCode = 1;
}
