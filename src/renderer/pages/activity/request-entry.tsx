import { useMemo } from 'preact/hooks';
import type { RunDetail, RunView } from '../../../shared/desktop-state.ts';
import { Entry, Fold } from './entry.tsx';
import { LongText } from './long-text.tsx';

const apiNames: Record<RunView['api'], string> = {
  'chat.completions': 'Chat completions',
  completions: 'Completions',
  responses: 'Responses',
  task: 'Task',
  channel: 'Chat app',
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
    <Entry icon="open" title={`Request from ${run.client}`} facts={[apiNames[run.api]]}>
      <p class="hint mono wrap">
        {request.method} {request.path} · {request.requestId}
      </p>
      <Fold summary="Headers">
        <LongText text={headers} what="headers" />
      </Fold>
      <Fold summary="Body">
        <LongText text={request.body} what="body" />
      </Fold>
    </Entry>
  );
}
