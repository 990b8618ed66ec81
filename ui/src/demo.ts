import { mount } from 'svelte';
import App from './App.svelte';
import { DemoHost } from './host/demo';

// demo.html?checks=all|none, &select=<verdict>, &place=…, &locale=…: what the screenshots and a visitor choose by.
const ask = new URLSearchParams(location.search);
const host = new DemoHost({
  empty: ask.get('checks') === 'none',
  place: ask.get('place') ?? 'overview',
  locale: ask.get('locale') ?? 'en-GB',
  rows: ask.get('rows') ?? 'comfortable',
  theme: ask.get('theme') ?? 'system',
});
Object.assign(window, { demoHost: host });

const target = document.getElementById('app');
if (target) mount(App, { target, props: { host } });
