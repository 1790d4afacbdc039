import type { ConnectableClient } from '../../../shared/clients/client.ts';
import { clients } from '../../../shared/clients.ts';

const groups = [...new Set(clients.map((client) => client.group))];

/** All clients in their groups; one is chosen. Arrow keys move within, as in every group of radio buttons. */
export function ClientPicker(props: { chosen: string; onChoose: (id: string) => void }) {
  return (
    <div class="client-picker" role="radiogroup" aria-label="Client">
      {groups.map((group) => (
        <div key={group} class="group">
          <span class="hint" aria-hidden="true">
            {group}
          </span>
          <div class="pills">
            {clients
              .filter((client) => client.group === group)
              .map((client) => (
                <Pill key={client.id} client={client} {...props} />
              ))}
          </div>
        </div>
      ))}
    </div>
  );
}

function Pill(props: {
  client: ConnectableClient;
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const { id, name } = props.client;
  return (
    <label class="pill">
      <input
        type="radio"
        name="client"
        value={id}
        checked={props.chosen === id}
        onChange={() => props.onChoose(id)}
      />
      <span>{name}</span>
    </label>
  );
}
