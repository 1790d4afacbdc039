import { useState } from 'preact/hooks';
import { useApp } from '../../app-state.ts';
import { Row } from '../../components/settings/row.tsx';
import { SettingText } from '../../components/settings/setting-controls.tsx';
import { useSetting } from '../../settings.ts';

const thisComputer = '127.0.0.1';
const network = '0.0.0.0';

/** From where the server can be reached, with what that means. */
export function BindAddressRow() {
  const setting = useSetting('server', 'host');
  const { secrets } = useApp().state.settings.value;
  const known = setting.value === thisComputer || setting.value === network;
  const [other, setOther] = useState(!known);
  const choices = [
    {
      host: thisComputer,
      label: 'This computer only',
      about: 'Nothing outside can connect. This is what most people want.',
    },
    {
      host: network,
      label: 'The network',
      about: secrets.apiKey
        ? 'Every device that reaches this computer can connect if it has the key. The agent can run commands, so share the key with care.'
        : 'Needs an API key: without one, anyone in the network could run commands here.',
      disabled: !secrets.apiKey,
    },
  ];
  return (
    <>
      <Row
        {...setting}
        label="Reachable from"
        hint="Changing it rebinds the server at once."
        group
        stacked
      >
        <div role="radiogroup" class="choices" aria-labelledby={`${setting.id}-label`}>
          {choices.map((choice) => (
            <label key={choice.host}>
              <input
                type="radio"
                name={setting.id}
                checked={!other && setting.value === choice.host}
                disabled={setting.locked !== undefined || choice.disabled}
                onChange={() => {
                  setOther(false);
                  void setting.save(choice.host);
                }}
              />
              <span>{choice.label}</span>
              <small>{choice.about}</small>
            </label>
          ))}
          <label>
            <input
              type="radio"
              name={setting.id}
              checked={other}
              disabled={setting.locked !== undefined}
              onChange={() => setOther(true)}
            />
            <span>One address of this computer</span>
            <small>For example the one of a VPN. Needs an API key unless it is local.</small>
          </label>
        </div>
      </Row>
      {other && (
        <SettingText
          section="server"
          field="host"
          label="Address"
          hint="An IP address or a name of this computer."
          stacked={false}
        />
      )}
    </>
  );
}
