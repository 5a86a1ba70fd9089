// A CDK stack with every kind of telephone resource that cdk-amazon-chime-resources makes. Prints its CloudFormation template:
//   node stack.mjs /a/folder/for/its/assets
import { App, CfnOutput, Stack } from "aws-cdk-lib";
import chime from "cdk-amazon-chime-resources";

const region = "us-east-1";
const app = new App({ outdir: process.argv[2], analyticsReporting: false });
const stack = new Stack(app, "Office", { env: { account: "000000000000", region } });

const trunk = new chime.ChimeVoiceConnector(stack, "Trunk", {
  name: "Office",
  termination: { callingRegions: ["US"], terminationCidrs: ["198.51.100.0/27"] },
  origination: [{ host: "198.51.100.9", port: 5061, protocol: chime.Protocol.TCP, priority: 1, weight: 1 }],
  streaming: { enabled: true, dataRetention: 24, notificationTargets: [chime.NotificationTargetType.SQS] },
  loggingConfiguration: { enableSIPLogs: true },
});
const desk = new chime.ChimePhoneNumber(stack, "Desk", {
  phoneAreaCode: 206,
  phoneCountry: chime.PhoneCountry.US,
  phoneNumberType: chime.PhoneNumberType.LOCAL,
  phoneProductType: chime.PhoneProductType.VC,
});
desk.associateWithVoiceConnector(trunk);

const menu = new chime.ChimeSipMediaApp(stack, "Menu", {
  endpoint: `arn:aws:lambda:${region}:000000000000:function:menu`,
});
menu.logging({ enableSipMediaApplicationMessageLogs: true });
const hotline = new chime.ChimePhoneNumber(stack, "Hotline", {
  phoneState: "WA",
  phoneProductType: chime.PhoneProductType.SMA,
});
const rule = new chime.ChimeSipRule(stack, "HotlineRule", {
  triggerType: chime.TriggerType.TO_PHONE_NUMBER,
  triggerValue: hotline.phoneNumber,
  targetApplications: [{ sipMediaApplicationId: menu.sipMediaAppId, priority: 1, region }],
});

const made = {
  TrunkId: trunk.voiceConnectorId,
  DeskNumber: desk.phoneNumber,
  MenuId: menu.sipMediaAppId,
  HotlineNumber: hotline.phoneNumber,
  HotlineRuleId: rule.sipRuleId,
};
for (const [name, value] of Object.entries(made)) {
  new CfnOutput(stack, name, { value });
}
console.log(JSON.stringify(app.synth().getStackByName("Office").template));
