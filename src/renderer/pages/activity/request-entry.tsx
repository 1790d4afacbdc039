import { useMemo } from 'preact/hooks';
import type { RunDetail, RunView } from '../../../shared/desktop-state.ts';
import { Icon } from '../../components/icon.tsx';
import { LongText } from './long-text.tsx';

const apiNames: Record<RunView['api'], string> = {
  'chat.completions': 'Chat completions',
  responses: 'Responses',
  desktop: 'This app',
};

/** What the client sent, without its key. */
export function RequestEntry({ request, run }: { request: RunDetail['request']; run: RunView }) {
  const headers = useMemo(
    () =>
      Object.entries(request.headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
    [request],
  );
  return (
    <li class="entry">
      <span class="bead">
        <Icon name="open" />
      </span>
      <div class="body">
        <h2>
          Request from {run.client}
          <span class="hint">{apiNames[run.api]}</span>
        </h2>
        <p class="hint mono wrap">
          {request.method} {request.path} · {request.requestId}
        </p>
        <details>
          <summary>
            <Icon name="chevron" />
            Headers
          </summary>
          <LongText text={headers} what="headers" />
        </details>
        <details>
          <summary>
            <Icon name="chevron" />
            Body
          </summary>
          <LongText text={request.body} what="body" />
        </details>
      </div>
    </li>
  );
}
