import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-quic', '--no-first-run'];

export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await chromium.executablePath(), headless: true, args: FLAGS });
}
