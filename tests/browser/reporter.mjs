// One line for each test, what went wrong, and the sum as the last line.
export default class {
  passed = 0;
  failed = 0;
  onTestEnd(test, result) {
    if (result.status === "skipped") return;
    const ok = result.status === test.expectedStatus;
    if (ok) this.passed++;
    else this.failed++;
    console.log(`${ok ? "ok" : "not ok"} - ${test.titlePath().slice(3).join(": ")} (${result.duration} ms)`);
    if (!ok)
      for (const error of result.errors)
        console.log(
          (error.message ?? String(error))
            .replace(/\u001b\[\d+m/g, "")
            .split("\n")
            .slice(0, 30)
            .map(line => "  " + line)
            .join("\n"),
        );
  }
  onError(error) {
    this.failed++;
    console.log("not ok - " + (error.message ?? error));
  }
  onEnd() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
  }
  printsToStdio() {
    return true;
  }
}
