import type OpenAI from 'openai';

/** The body of a chat completions request. */
export type ChatBody = OpenAI.Chat.Completions.ChatCompletionCreateParams;

/**
 * Makes what turns request bodies into JSON. Tools are the bulk of most bodies and the same objects
 * at every call, so their bytes are kept; they must not be changed after their first use.
 */
export function createChatJson(): (body: ChatBody) => Buffer {
  const known = new WeakMap<object, Buffer>();
  const withComma = (tool: object): Buffer => {
    let bytes = known.get(tool);
    if (!bytes) known.set(tool, (bytes = Buffer.from(`,${JSON.stringify(tool)}`)));
    return bytes;
  };
  return ({ tools, ...rest }) => {
    const json = JSON.stringify(rest);
    if (!tools) return Buffer.from(json);
    return Buffer.concat([
      // `rest` holds the model at least, so what is appended follows a comma.
      Buffer.from(`${json.slice(0, -1)},"tools":[`),
      ...tools.map((tool, index) => withComma(tool).subarray(index === 0 ? 1 : 0)),
      Buffer.from(']}'),
    ]);
  };
}
