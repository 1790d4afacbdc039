import { Button } from './button.tsx';

/** The entries of a list, each with a button that removes it. */
export function EntryList(props: {
  label: string;
  entries: readonly string[];
  /** What is shown of an entry. Default: the entry itself. */
  describe?: (entry: string) => string;
  disabled: boolean;
  onRemove: (entry: string) => unknown;
}) {
  return (
    <ul aria-label={props.label}>
      {props.entries.map((entry) => (
        <li key={entry}>
          <code>{props.describe?.(entry) ?? entry}</code>
          <Button
            kind="quiet"
            icon="close"
            label={`Remove ${entry}`}
            disabled={props.disabled}
            onClick={() => props.onRemove(entry)}
          />
        </li>
      ))}
    </ul>
  );
}
