import { weather } from '../../support/clients/libraries/client.ts';
import { pythonDriver } from '../../support/clients/libraries/drivers.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

playTable({
  name: 'litellm',
  shownAs: /OpenAI|litellm/,
  apis: ['chat', 'responses'],
  ownTool: weather,
  cannot: { 'responses: is impatient': 'it does not repeat a response after its time-out' },
  start: pythonDriver('litellm-chat.py', ['litellm']),
});
