import { weather } from '../../support/clients/libraries/client.ts';
import { pythonDriver } from '../../support/clients/libraries/drivers.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

playTable({
  name: 'litellm, Router',
  shownAs: /OpenAI|litellm/,
  apis: ['chat', 'responses'],
  ownTool: weather,
  cannot: {},
  start: pythonDriver('litellm-chat.py', ['litellm'], ['router']),
});
