import { useEffect, useState } from 'preact/hooks';
import type { TestResult } from '../../../shared/desktop-state.ts';
import { messageOf, useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { StateMark } from '../../components/icon.tsx';
import { Card, Notice, Section } from '../../components/layout.tsx';
import { count, duration } from '../../format.ts';

/** Tokens with which an agent can do something of use. */
const leastContext = 16_384;

type Test =
  | { state: 'none' }
  | { state: 'running'; reply: string }
  | { state: 'done'; result: TestResult }
  | { state: 'failed'; why: string };

/** Asks the model one short question and shows the reply as it streams, with its times. */
export function ConnectionTest() {
  const { api } = useApp();
  const [test, setTest] = useState<Test>({ state: 'none' });

  useEffect(() => {
    const end = api.on('testConnection', ({ text }) =>
      setTest((now) => (now.state === 'running' ? { state: 'running', reply: text } : now)),
    );
    return () => {
      end();
      void api.stopTestConnection();
    };
  }, [api]);

  const start = async (): Promise<void> => {
    setTest({ state: 'running', reply: '' });
    try {
      setTest({ state: 'done', result: await api.testConnection() });
    } catch (error) {
      setTest({ state: 'failed', why: messageOf(error) });
    }
  };

  return (
    <Section
      title="Connection"
      intro="One short question to the model."
      action={
        test.state === 'running' ? (
          <Button icon="stop" onClick={() => api.stopTestConnection()}>
            Stop
          </Button>
        ) : (
          <Button icon="play" onClick={start}>
            Test connection
          </Button>
        )
      }
    >
      {test.state !== 'none' && (
        <Card padded>
          <Outcome test={test} />
        </Card>
      )}
    </Section>
  );
}

function Outcome({ test }: { test: Exclude<Test, { state: 'none' }> }) {
  if (test.state === 'failed') return <Failure why={test.why} />;
  if (test.state === 'running') {
    return (
      <div class="test-outcome" role="status">
        <p class="verdict">
          <StateMark mark="in_progress" />
          {test.reply === '' ? 'Waiting for the first word…' : 'The answer is coming…'}
        </p>
        {test.reply && <blockquote>{test.reply}</blockquote>}
      </div>
    );
  }
  const { result } = test;
  return (
    <div class="test-outcome" role="status">
      {result.ok ? (
        <p class="verdict">
          <StateMark mark="completed" />
          It works.
        </p>
      ) : (
        <Failure why={result.error ?? 'It did not work.'} />
      )}
      {result.reply && <blockquote>{result.reply}</blockquote>}
      {result.firstTokenMs !== null && (
        <dl class="figures">
          <Figure name="First token" value={duration(result.firstTokenMs)} />
          <Figure name="Whole answer" value={duration(result.totalMs)} />
          {result.usage && (
            <Figure
              name="Tokens"
              value={`${count(result.usage.inputTokens)} read, ${count(result.usage.outputTokens)} written`}
            />
          )}
        </dl>
      )}
      <Learned lines={result.learned} />
      <Doubts of={result} />
    </div>
  );
}

/** What the service turned out not to take; a change of its settings has it forgotten. */
function Learned({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <Notice kind="info" title="What this service wants otherwise">
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>It is done for every request. Change a setting above, and it is learned anew.</p>
    </Notice>
  );
}

/** What a chat does without, and an agent does not. */
function Doubts({ of: { takesTools, contextWindow } }: { of: TestResult }) {
  return (
    <>
      {takesTools === false && (
        <Notice kind="warning" title="This model cannot use tools">
          <p>It can talk, but do nothing on this computer. For an agent, choose one that can.</p>
        </Notice>
      )}
      {contextWindow < leastContext && (
        <Notice kind="warning" title={`It reads only ${count(contextWindow)} tokens`}>
          <p>
            The agent’s instructions and tools alone take about 4,000, and what they find much more.
            Give the model a longer context where it runs; 32,768 is a good beginning.
          </p>
        </Notice>
      )}
    </>
  );
}

function Failure({ why }: { why: string }) {
  return (
    <p class="verdict failed" role="alert">
      <StateMark mark="failed" />
      {why}
    </p>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
