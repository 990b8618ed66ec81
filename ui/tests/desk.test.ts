import { expect, test } from 'vitest';
import { DemoHost } from '../src/host/demo';
import type { SessionView } from '../src/host/host';
import { Desk } from '../src/stores/desk.svelte';

/** A host whose answer was made before a batch ended, and comes after the news of its end. */
class SlowHost extends DemoHost {
  override async session(): Promise<SessionView> {
    const running = { id: 1, done: 0, total: 2, state: 'running' as const, summary: '' };
    const answer = { ...(await super.session()), batches: [running] };
    this.emit('batchChanged', { batch: { ...running, done: 2, state: 'finished', summary: '2 checked: 2 valid.' } });
    return answer;
  }
}

test('news that overtakes the first answer is heard after it', async () => {
  const desk = new Desk(new SlowHost());
  await desk.start();
  expect(desk.checks.running).toBeNull();
  expect(desk.checks.ended?.summary).toBe('2 checked: 2 valid.');
});
