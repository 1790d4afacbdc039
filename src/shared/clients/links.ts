import { addressesOf, type Connection } from './connection.ts';

/** A connection with the key in it; an empty key where none is set. */
export interface KeyedConnection extends Connection {
  key: string;
}

/**
 * A link that makes ChatBox offer to add this server as a provider, with the model and the key
 * filled in (ChatBox 1.15.1 or newer). Without `tool_use`, which would make ChatBox send tools of
 * its own; the agent has its tools on this side.
 */
export function chatBoxLink(connection: KeyedConnection): string {
  const config = {
    isCustom: true,
    id: 'hermes-tray',
    name: 'Hermes Tray',
    type: 'openai',
    settings: {
      apiHost: addressesOf(connection.baseUrl).origin,
      apiKey: connection.key,
      models: [
        {
          modelId: connection.model,
          nickname: 'Hermes',
          type: 'chat',
          capabilities: ['vision', 'reasoning'],
          contextWindow: connection.contextWindow,
        },
      ],
    },
  };
  // ChatBox reads it as a query parameter, in which a bare + would be a space.
  return `chatbox://provider/import?config=${encodeURIComponent(btoa(asciiJson(config)))}`;
}

/**
 * A link to a NextChat that makes it offer these settings; the person confirms them there. They
 * stand in the fragment, which the browser does not send to NextChat's server.
 * @param address where the person opens NextChat, with or without a path
 * @throws {TypeError} when the address is not one of a web page
 */
export function nextChatLink(address: string, connection: KeyedConnection): string {
  const page = new URL(address);
  if (page.protocol !== 'http:' && page.protocol !== 'https:') {
    throw new TypeError(`NextChat's address must start with http:// or https://, not ${address}`);
  }
  const settings = { key: connection.key, url: addressesOf(connection.baseUrl).origin };
  page.search = '';
  page.hash = '';
  return `${page.href}#/?settings=${encodeURIComponent(JSON.stringify(settings))}`;
}

/** JSON in ASCII only, so that it is decoded alike whether base64 is taken as bytes or as UTF-8. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
