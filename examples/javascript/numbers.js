// The phone numbers of an account, and what one has to wait for with them.

import { setTimeout as sleep } from "node:timers/promises";
import {
  ConflictException,
  CreatePhoneNumberOrderCommand,
  GetPhoneNumberCommand,
  GetPhoneNumberOrderCommand,
  SearchAvailablePhoneNumbersCommand,
  ThrottledClientException,
  UpdatePhoneNumberCommand,
} from "@aws-sdk/client-chime-sdk-voice";

// How long to wait before each new try of a call that came too fast.
const PAUSES_SECONDS = [1, 2, 4, 8, 16];
const ORDER_SECONDS = 2;
const LONGEST_ORDER_SECONDS = 60;
const NAME_SECONDS = 6 * 3600;
// AWS: a calling name "can take 72 hours to complete".
const LONGEST_NAME_SECONDS = 4 * 24 * 3600;
const NAME_TRIES = 3;

/** The service was asked properly, and nothing came of it; the message says why. */
export class Unwilling extends Error {}

/** Orders numbers and names them. */
export class Numbers {
  #voice;
  #wait;

  /**
   * @param {import("@aws-sdk/client-chime-sdk-voice").ChimeSDKVoiceClient} voice
   * @param {(seconds: number) => Promise<unknown>} wait Waits so many seconds. A test moves the server's clock instead.
   */
  constructor(voice, wait = (seconds) => sleep(seconds * 1000)) {
    this.#voice = voice;
    this.#wait = wait;
  }

  /** Order a number of an area, wait until it is there, and return it. Throws Unwilling. */
  async order(areaCode) {
    const search = new SearchAvailablePhoneNumbersCommand({ AreaCode: areaCode, MaxResults: 1 });
    const { E164PhoneNumbers: found } = await this.#call(search);
    if (found.length === 0) throw new Unwilling(`There are no numbers in area ${areaCode}.`);
    const order = new CreatePhoneNumberOrderCommand({ ProductType: "VoiceConnector", E164PhoneNumbers: found });
    const { PhoneNumberOrderId } = (await this.#call(order)).PhoneNumberOrder;
    const status = await this.#waitFor(ORDER_SECONDS, LONGEST_ORDER_SECONDS, async () => {
      const seen = await this.#call(new GetPhoneNumberOrderCommand({ PhoneNumberOrderId }));
      return seen.PhoneNumberOrder.Status === "Processing" ? undefined : seen.PhoneNumberOrder.Status;
    });
    if (status !== "Successful") throw new Unwilling(`The order ended ${status}.`);
    return found[0];
  }

  /** Give a number a calling name, and wait until callers see it. Throws Unwilling. */
  async name(number, callingName) {
    let accepted = false;
    for (let tried = 0; !accepted; tried += 1) {
      if (tried === NAME_TRIES) throw new Unwilling("Somebody else keeps changing the calling name of this number.");
      accepted = await this.#request(number, callingName);
      if (!accepted) await this.#settle(number);
    }
    if ((await this.#settle(number)) !== "UpdateSucceeded") {
      throw new Unwilling("The telephone network did not take this calling name.");
    }
  }

  /** Ask for a calling name. Return whether it was accepted: while an earlier one is pending, the answer is 409. */
  async #request(number, callingName) {
    try {
      await this.#call(new UpdatePhoneNumberCommand({ PhoneNumberId: number, CallingName: callingName }));
      return true;
    } catch (error) {
      if (error instanceof ConflictException) return false;
      throw error;
    }
  }

  /** Wait until no calling name is pending, and return how the last one ended. */
  #settle(number) {
    return this.#waitFor(NAME_SECONDS, LONGEST_NAME_SECONDS, async () => {
      const seen = await this.#call(new GetPhoneNumberCommand({ PhoneNumberId: number }));
      const status = seen.PhoneNumber.CallingNameStatus;
      return status === "UpdateInProgress" ? undefined : status;
    });
  }

  /** Make a call. After 429 the SDK itself tries again for a second or so; this goes on for half a minute. */
  async #call(command) {
    for (const seconds of PAUSES_SECONDS) {
      try {
        return await this.#voice.send(command);
      } catch (error) {
        if (!(error instanceof ThrottledClientException)) throw error;
        await this.#wait(seconds);
      }
    }
    return this.#voice.send(command);
  }

  /** Look now and then until there is something to see. Throws Unwilling when that takes too long. */
  async #waitFor(everySeconds, atMostSeconds, look) {
    for (let waited = 0; waited < atMostSeconds; waited += everySeconds) {
      await this.#wait(everySeconds);
      const seen = await look();
      if (seen !== undefined) return seen;
    }
    throw new Unwilling(`It is still not done after ${atMostSeconds} seconds.`);
  }
}
