import { Api, GrammyError, HttpError, type RawApi } from 'grammy';
import type {
  Outcome,
  OutgoingText,
  Target,
  Transport,
} from '../../../src/main/channels/channel.ts';

/** Calls to a Telegram server by the real grammY, each once, as the delivery wants them. */
export function telegramCalls(root: string, token: string, timeoutSeconds: number): Transport {
  const api = new Api<RawApi>(token, { apiRoot: root, timeoutSeconds });
  const call = async (make: () => Promise<{ message_id: number } | true>): Promise<Outcome> => {
    try {
      const made = await make();
      return { kind: 'accepted', ref: made === true ? '' : String(made.message_id) };
    } catch (error) {
      return outcomeOf(error);
    }
  };
  const chatOf = ({ chat }: Target): number => Number(chat);
  const parse = ({ format }: OutgoingText): { parse_mode?: 'MarkdownV2' } =>
    format === 'markup' ? { parse_mode: 'MarkdownV2' } : {};
  return {
    platform: 'telegram',
    limits: {
      finished: 4096,
      preview: 4096,
      edits: true,
      minEditMs: { direct: 1000, group: 3000 },
      chat: { direct: { calls: 3, perMs: 4000 }, group: { calls: 18, perMs: 60_000 } },
      platform: { calls: 25, perMs: 1000 },
      typingMs: 5000,
      nonces: false,
    },
    send: (target, text, { replyTo }) =>
      call(() =>
        api.sendMessage(chatOf(target), text.text, {
          ...parse(text),
          ...(replyTo === undefined ? {} : { reply_parameters: { message_id: Number(replyTo) } }),
        }),
      ),
    edit: (target, ref, text) =>
      call(async () => {
        await api.editMessageText(chatOf(target), Number(ref), text.text, parse(text));
        return { message_id: Number(ref) };
      }),
    sendFile: () => Promise.resolve({ kind: 'failed', error: 'no files here' }),
    typing: (target) => call(() => api.sendChatAction(chatOf(target), 'typing')),
  };
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof HttpError) {
    const { code } = error.error as { code?: string };
    const kind = code === 'ECONNREFUSED' ? 'unconnected' : 'unanswered';
    return { kind, error: code ?? 'timed out' };
  }
  if (!(error instanceof GrammyError)) throw error;
  const { error_code: code, description, parameters } = error;
  if (code === 429) {
    return { kind: 'refused', retryAfterMs: 1000 * (parameters.retry_after ?? 1), scope: 'chat' };
  }
  if (description.includes('message is not modified')) return { kind: 'unchanged' };
  if (description.includes("can't parse entities")) return { kind: 'unparsed', error: description };
  if (description.includes('message to be replied')) return { kind: 'gone', what: 'reply' };
  return { kind: code >= 500 ? 'unanswered' : 'failed', error: description };
}
