import { mount } from 'svelte';
import App from './App.svelte';
import { DemoHost, type DemoOptions } from './host/demo';

// demo.html?checks=all|none, &deployments=none|four|covered|loading|refreshing|offline|signin|forbidden, &seats=whole|over|…, &holders=20000, &select=<verdict>, &place=…, &locale=…: what the screenshots and a visitor choose by.
const ask = new URLSearchParams(location.search);
const host = new DemoHost({
  empty: ask.get('checks') === 'none',
  deployments: (ask.get('deployments') ?? 'four') as DemoOptions['deployments'],
  seats: (ask.get('seats') ?? 'whole') as DemoOptions['seats'],
  ...(ask.has('holders') ? { holders: Number(ask.get('holders')) } : {}),
  place: ask.get('place') ?? 'overview',
  locale: ask.get('locale') ?? 'en-GB',
  rows: ask.get('rows') ?? 'comfortable',
  theme: ask.get('theme') ?? 'system',
});
Object.assign(window, { demoHost: host });

const target = document.getElementById('app');
if (target) mount(App, { target, props: { host } });
