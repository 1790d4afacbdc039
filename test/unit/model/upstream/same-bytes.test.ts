import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ModelRequest } from '../../../../src/main/model/model.ts';
import { ask, delta, modelFor, sse } from '../ask.ts';

let server: Server;
let bodies: string[];
beforeEach(async () => {
  bodies = [];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end([delta({ content: 'Yes' }), delta({}, 'stop'), sse('[DONE]')].join(''));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const request: ModelRequest = {
  messages: [
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Wo?' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
      ],
    },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"at": "sky"}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'call_1', content: 'blue' },
    { role: 'assistant', content: 'Blue.' },
    { role: 'user', content: 'And?' },
  ],
  tools: [
    {
      type: 'function',
      function: {
        name: 'look',
        description: 'Looks',
        parameters: { type: 'object', properties: { at: { type: 'string' } }, required: ['at'] },
      },
    },
  ],
  toolChoice: 'auto',
  parameters: {
    temperature: 0.5,
    max_tokens: 100,
    stop: ['END'],
    top_p: 1,
    parallel_tool_calls: true,
    response_format: { type: 'text' },
  },
};

/** What a service that takes everything has always been sent. */
const expected =
  '{"temperature":0.5,"stop":["END"],"top_p":1,"response_format":{"type":"text"},"max_tokens":100,"model":"test-model","tool_choice":"auto","parallel_tool_calls":true,"stream":true,"stream_options":{"include_usage":true},' +
  '"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"Wo?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]},' +
  '{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"look","arguments":"{\\"at\\": \\"sky\\"}"}}]},{"role":"tool","tool_call_id":"call_1","content":"blue"},{"role":"assistant","content":"Blue."},{"role":"user","content":"And?"}],' +
  '"tools":[{"type":"function","function":{"name":"look","description":"Looks","parameters":{"type":"object","properties":{"at":{"type":"string"}},"required":["at"]}}}]}';

it('a service that takes everything is asked once, by the bytes it has always been sent', async () => {
  const { port } = server.address() as AddressInfo;
  const model = modelFor({ url: `http://127.0.0.1:${port}/v1` });
  await ask(model, request);
  expect(bodies).toEqual([expected]);
  await ask(model, request);
  expect(bodies).toEqual([expected, expected]);
  expect(model.learned).toEqual([]);
});
