// One event for the Lambda handler of cdk-amazon-chime-resources, in a function that serves no other:
//   node --import ./hasten.mjs lambda.mjs '{"RequestType": "Create", …}'
// The last line printed is the handler's response; where it throws, the exit status is 1.
import pstn from "cdk-amazon-chime-resources/assets/resources/pstn/index.js";

const [event] = process.argv.slice(2);
const response = await pstn.handler(JSON.parse(event), { logGroupName: "/aws/lambda/office" });
console.log(`\n${JSON.stringify(response)}`);
