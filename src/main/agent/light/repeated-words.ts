import { createHash } from 'node:crypto';
import type { AgentRequest } from '../agent.ts';
import { lastWords } from './light-request.ts';

/** A chat's title, tags or emoji are asked for within so many milliseconds of it. */
const togetherMs = 10_000;

/** Chats that are remembered at most. */
const mostChats = 200;

/** Words so short stand in other texts by chance. */
const shortWords = 12;

interface Chat {
  owner: string;
  words: string;
  prompt: string;
  at: number;
}

/**
 * Returns a function that takes each request as it begins, and says whether it repeats the words of a
 * chat that the same owner began seconds ago under another system prompt: then it is most likely a
 * helper of the client's that nobody knows yet, and what the chat asks for must not be done twice.
 * @param now milliseconds
 */
export function createRepeatedWords(now: () => number): (request: AgentRequest) => boolean {
  let chats: Chat[] = [];
  return (request) => {
    const words = lastWords(request);
    if (!words) return false;
    const at = now();
    const owner = request.client;
    const prompt = fingerprint(request.instructions ?? '');
    chats = chats.filter((chat) => at - chat.at < togetherMs);
    const same = chats.filter(
      (chat) =>
        chat.owner === owner &&
        (words === chat.words ||
          (chat.words.length >= shortWords
            ? words.includes(chat.words)
            : quotes(words, chat.words))),
    );
    if (same.some((chat) => chat.prompt === prompt)) return false;
    if (same.length > 0) return true;
    chats.push({ owner, words, prompt, at });
    if (chats.length > mostChats) chats.shift();
    return false;
  };
}

/** Titles are asked for with the person's words in quotes, or on a line of their own. */
function quotes(text: string, words: string): boolean {
  return [`"${words}"`, `'${words}'`, `: ${words}\n`, `>${words}<`].some((form) =>
    `${text}\n`.includes(form),
  );
}

/** A prompt without its digits: a clock in it makes it no other prompt. */
function fingerprint(prompt: string): string {
  return createHash('sha256').update(prompt.replaceAll(/\d+/g, '')).digest('base64');
}
