import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  buildContext,
  buildCorePrompt,
  type ContextParts,
  contextBlock,
} from '../../../../src/main/agent/prompt/prompt.ts';

const full: ContextParts = {
  system: 'an operating system',
  shell: 'a shell',
  workspace: 'a workspace',
  today: new Date('2026-11-20T12:00:00Z'),
  memory: 'what is remembered',
  skills: 'what is known',
  projectNotes: 'notes of the project',
};

afterEach(() => vi.unstubAllEnvs());

describe('the core prompt', () => {
  it('says who the agent is, how it works, and whom it follows', () => {
    const headings = buildCorePrompt({ tools: 'acts', mark: 'm' }).match(/^(You are|# ).*/gm);
    expect(headings![0]).toMatch(/^You are Hermes/);
    expect(headings!.slice(1)).toEqual(['# Using tools', '# Whom to follow']);
  });

  it('tells the model what it cannot do where its service takes no tools', () => {
    const prompt = buildCorePrompt({ tools: 'refused', mark: 'm' });
    expect(prompt).toContain('# No tools');
    expect(prompt).not.toContain('# Using tools');
  });

  it('names the mark of the blocks that are to be followed', () => {
    const prompt = buildCorePrompt({ tools: 'none', mark: 'a1b2' });
    expect(prompt).toContain(contextBlock('a1b2', ['x']).split('\n')[0]);
  });
});

describe('the context of a conversation', () => {
  it('holds its parts in the order of the contract', () => {
    const context = buildContext(full);
    const places = [
      '# Environment',
      'System: an operating system',
      'Shell: a shell',
      'Workspace: a workspace',
      'Date: ',
      full.memory,
      full.skills,
      full.projectNotes,
    ].map((text) => context.indexOf(text));
    expect(places[0]).toBe(0);
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(context.endsWith(full.projectNotes)).toBe(true);
  });

  it('leaves out what there is nothing to say about', () => {
    const context = buildContext({ ...full, memory: '', skills: '', projectNotes: '' });
    expect(context.match(/^# .*/gm)).toEqual(['# Environment']);
    expect(context).not.toContain('\n\n');
    expect(contextBlock('m', ['', ''])).toBe('');
  });

  it.each([
    ['Pacific/Kiritimati', '2026-11-20T12:00:00Z', '2026-11-21'],
    ['Pacific/Pago_Pago', '2026-11-20T05:00:00Z', '2026-11-19'],
  ])("tells the date of the user's place: %s", (zone, instant, date) => {
    vi.stubEnv('TZ', zone);
    expect(buildContext({ ...full, today: new Date(instant) })).toContain(`Date: ${date}\n`);
  });
});
