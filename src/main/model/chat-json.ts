import type { ChatBody } from './upstream-client.ts';

/**
 * Makes what turns request bodies into JSON. Tools are the bulk of most bodies and the same objects
 * at every call, so their text is kept; they must not be changed after their first use.
 */
export function createChatJson(): (body: ChatBody) => string {
  const known = new WeakMap<object, string>();
  const textOf = (tool: object): string => {
    let text = known.get(tool);
    if (text === undefined) known.set(tool, (text = JSON.stringify(tool)));
    return text;
  };
  return ({ tools, ...rest }) => {
    const text = JSON.stringify(rest);
    // `rest` holds the model at least, so what is appended follows a comma.
    return tools ? `${text.slice(0, -1)},"tools":[${tools.map(textOf).join(',')}]}` : text;
  };
}
