"""Measure a chat page in a real browser against the paced upstream.

    python measure.py NAME URL [--composer CSS] [--send Enter|CSS] [--pid PID] [--len N ...] [--delay MS]
                      [--turns K] [--history K] [--click CSS] [--rich] [--think MS]

For each length: type a query that asks the upstream for N tokens, send it, and note at each DOM change the highest
token number on the page. Prints one JSON line per run:
 ttft_ms        send of token 0 upstream -> token 0 on the page
 lag_ms         p50/p95/p99/max over all tokens: first seen on the page - sent
 tail_ms        last token shown - last token sent
 wire_ratio     characters received by the browser over WebSocket+HTTP, decompressed / characters the upstream sent
 up_bytes       bytes the browser sent while it streamed
 server_cpu_ms_per_1k, server_rss_mb, server_pss_mb (with --pid: that process and its children)
 page_cpu_ms    main-thread task time of the page while it streamed
--history K sends K turns of 60 tokens (1 ms apart, another WORD) before the measured ones; a token number that comes
before the pace allows it is an older turn drawn again: not counted.
--think MS lets the app think before its first token, as models do.
--rich asks for an agent's answers: a step with a tool's result every 200 tokens, and five sources at the end.
"""

import argparse
import json
import time
import uuid

import httpx
import psutil
from playwright.sync_api import sync_playwright

WATCH = r"""
({delay, words}) => {
  const start = performance.now(), token = new RegExp(`\\b[${words}](\\d+)\\b`, 'g');
  if (window.__obs) window.__obs.disconnect();
  window.__seen = []; let best = -1;
  const note = (s) => {
    if (!s) return;

    const tail = s.slice(Math.max(0, s.length - 200));
    const all = tail.match(token);
    if (!all) return;
    const n = parseInt(all[all.length - 1].slice(1));
    if (n > best && n * delay <= performance.now() - start) {
      best = n;
      window.__seen.push([n, performance.timeOrigin + performance.now()]);
    }
  };
  window.__obs = new MutationObserver((ms) => { for (const m of ms) {
    if (m.type === 'characterData') note(m.target.data);
    else for (const a of m.addedNodes) note(a.textContent);
  }});
  window.__obs.observe(document.body, {subtree: true, childList: true, characterData: true});
}
"""


def tree(pid):
    p = psutil.Process(pid)
    return [p, *p.children(recursive=True)]


def usage(pid):
    cpu = rss = pss = 0
    for p in tree(pid):
        try:
            t = p.cpu_times()
            cpu += t.user + t.system
            m = p.memory_full_info()
            rss += m.rss
            pss += m.pss
        except psutil.Error:
            pass
    return cpu, rss, pss


def pct(xs, q):
    xs = sorted(xs)
    return round(xs[min(len(xs) - 1, int(len(xs) * q))], 1) if xs else None


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("name")
    ap.add_argument("url")
    ap.add_argument("--composer", default="textarea")
    ap.add_argument("--send", default="Enter")
    ap.add_argument("--pid", type=int)
    ap.add_argument("--len", type=int, nargs="+", default=[200, 1000, 4000])
    ap.add_argument("--delay", type=int, default=20)
    ap.add_argument("--think", type=int, default=0, help="ms before the first token")
    ap.add_argument("--turns", type=int, default=1)
    ap.add_argument("--history", type=int, default=0)
    ap.add_argument("--click", help="to click once after loading (a start button)")
    ap.add_argument("--upstream", default="http://127.0.0.1:8900")
    ap.add_argument("--rich", action="store_true")
    ap.add_argument("--shot")
    ap.add_argument("--type", action="store_true", help="type by keyboard (contenteditable)")
    a = ap.parse_args()
    with sync_playwright() as pw:
        b = pw.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[
                "--no-sandbox",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        page = b.new_page()
        cdp = page.context.new_cdp_session(page)
        cdp.send("Network.enable")
        cdp.send("Performance.enable")
        got = {"rx": 0, "tx": 0, "frames": 0}

        def ws_rx(e):
            got["rx"] += len(e["response"]["payloadData"])
            got["frames"] += 1

        def ws_tx(e):
            got["tx"] += len(e["response"]["payloadData"])

        def data(e):
            got["rx"] += e.get("dataLength", 0)

        cdp.on("Network.webSocketFrameReceived", ws_rx)
        cdp.on("Network.webSocketFrameSent", ws_tx)
        cdp.on("Network.dataReceived", data)
        cdp.on("Network.eventSourceMessageReceived", lambda e: None)
        t0 = time.time()
        page.goto(a.url, wait_until="domcontentloaded")
        if a.click:
            page.locator(a.click).first.click(timeout=60000)
        page.locator(a.composer).last.wait_for(state="visible", timeout=60000)
        ready = time.time() - t0
        page.wait_for_timeout(2500)
        load_bytes = page.evaluate(
            "performance.getEntriesByType('resource').reduce((s,r)=>s+r.transferSize,0)+(performance.getEntriesByType('navigation')[0]?.transferSize||0)"
        )
        print(
            json.dumps(
                {
                    "name": a.name,
                    "what": "load",
                    "ready_ms": round(ready * 1000),
                    "transfer_kb": round(load_bytes / 1024),
                }
            ),
            flush=True,
        )

        def write(text):
            box = page.locator(a.composer).last
            if a.type:
                box.click()
                page.keyboard.type(text)
            else:
                box.fill(text)
            page.wait_for_timeout(300)
            return box

        def send(box):
            if a.send == "Enter":
                box.press("Enter")
            else:
                page.locator(a.send).last.click()

        def wait(n, delay):
            limit = time.time() + n * delay / 1000 * 6 + 60
            while time.time() < limit:
                page.wait_for_timeout(250)
                if page.evaluate("window.__seen.length ? window.__seen[window.__seen.length-1][0] : -1") >= n - 1:
                    return True

        whole = 0
        for k in range(a.history):
            word = "ghijklmn"[k % 8]
            box = write(f"LEN=60 DELAY=1 WORD={word} RUN={uuid.uuid4().hex[:8]}")
            page.evaluate(WATCH, {"delay": 1, "words": "w" + word})
            send(box)
            whole += bool(wait(60, 1))
            page.wait_for_timeout(700)
        if a.history:
            print(json.dumps({"name": a.name, "what": "history", "turns": a.history, "whole": whole}), flush=True)
        for n in a.len:
            for turn in range(a.turns):
                run = uuid.uuid4().hex[:8]
                box = write(f"LEN={n} DELAY={a.delay} THINK={a.think} RUN={run}{' RICH' if a.rich else ''}")
                page.evaluate(WATCH, {"delay": a.delay, "words": "w"})
                got.update(rx=0, tx=0, frames=0)
                m0 = {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}
                c0 = usage(a.pid) if a.pid else (0, 0, 0)
                send(box)
                wait(n, a.delay)
                page.wait_for_timeout(700)
                seen = page.evaluate("window.__seen")
                m1 = {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}
                c1 = usage(a.pid) if a.pid else (0, 0, 0)
                up = httpx.get(f"{a.upstream}/sent/{run}").json()
                sent = up["sent"]
                lag, before = [], -1
                for i, t in seen:  # every token counts, also those that came in one batch with a later one
                    lag += [t - sent[j] / 1e6 for j in range(before + 1, min(i + 1, len(sent)))]
                    before = i
                first = next((t for i, t in seen), None)
                out = {
                    "name": a.name,
                    "what": "stream",
                    "tokens": n,
                    "turn": turn,
                    "history": a.history,
                    "delay_ms": a.delay,
                    "shown": seen[-1][0] + 1 if seen else 0,
                    "updates": len(seen),
                    "ttft_ms": round(first - sent[0] / 1e6, 1) if first and sent else None,
                    "lag_p50": pct(lag, 0.5),
                    "lag_p95": pct(lag, 0.95),
                    "lag_p99": pct(lag, 0.99),
                    "lag_max": pct(lag, 1),
                    "tail_ms": round(seen[-1][1] - sent[-1] / 1e6, 1)
                    if seen and seen[-1][0] == len(sent) - 1
                    else None,
                    "rx_kb": round(got["rx"] / 1024, 1),
                    "sse_kb": round(up["bytes"] / 1024, 1),
                    "wire_ratio": round(got["rx"] / max(1, up["bytes"]), 2),
                    "frames": got["frames"],
                    "tx_kb": round(got["tx"] / 1024, 1),
                    "page_cpu_ms": round((m1["TaskDuration"] - m0["TaskDuration"]) * 1000),
                    "server_cpu_ms_per_1k": round((c1[0] - c0[0]) * 1e6 / n) if a.pid else None,
                    "server_rss_mb": round(c1[1] / 2**20) if a.pid else None,
                    "server_pss_mb": round(c1[2] / 2**20) if a.pid else None,
                }
                print(json.dumps(out), flush=True)
                page.wait_for_timeout(1500)
        if a.shot:
            page.screenshot(path=a.shot)
        b.close()


main()
