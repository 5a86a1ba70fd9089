// The handlers of cdk-amazon-chime-resources sleep for 5 or 10 seconds at a time. With this loaded before them, it is a twentieth of that.
const wait = globalThis.setTimeout;

globalThis.setTimeout = (callback, milliseconds, ...members) =>
  wait(callback, milliseconds >= 5000 ? milliseconds / 20 : milliseconds, ...members);
