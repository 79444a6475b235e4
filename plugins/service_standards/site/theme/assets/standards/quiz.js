// Quizzes: checked here, in the browser; nothing is stored and nothing is sent.
// One listener for all pages, so instant navigation needs nothing more.

/** Say something in a live region; the same words twice are said twice. */
function say(region, text) {
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
}

function score(quiz) {
  const questions = [...quiz.querySelectorAll(".ls-question")];
  const answered = questions.filter((question) => question.dataset.first);
  const right = answered.filter((question) => question.dataset.first === "right").length;
  const region = quiz.querySelector("[data-quiz-score]");
  region.textContent = answered.length
    ? quiz.dataset.score.replace("{right}", right).replace("{total}", questions.length)
    : "";
}

function check(question) {
  const quiz = question.closest("[data-quiz]");
  const feedback = question.querySelector("[data-quiz-feedback]");
  const chosen = question.querySelector("input:checked");
  if (!chosen) {
    say(feedback, quiz.dataset.choose);
    question.querySelector("input").focus();
    return;
  }
  const state = chosen.value === question.dataset.answer ? "right" : "wrong";
  question.dataset.state = state;
  question.dataset.first ??= state; // the first answer counts
  say(feedback, state === "right" ? quiz.dataset.right : quiz.dataset.wrong);
  const answer = question.querySelector("[data-quiz-answer]");
  answer.hidden = false;
  if (state === "right") answer.open = true;
  score(quiz);
}

function restart(quiz) {
  for (const question of quiz.querySelectorAll(".ls-question")) {
    for (const input of question.querySelectorAll("input")) input.checked = false;
    delete question.dataset.state;
    delete question.dataset.first;
    question.querySelector("[data-quiz-feedback]").textContent = "";
    const answer = question.querySelector("[data-quiz-answer]");
    answer.open = false;
    answer.hidden = true;
  }
  score(quiz);
  quiz.querySelector("input")?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-quiz-check], [data-quiz-reset]");
  if (!button) return;
  if (button.hasAttribute("data-quiz-check")) check(button.closest(".ls-question"));
  else restart(button.closest("[data-quiz]"));
});

// Enter on an option checks the question, as it would send a form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.(".ls-option input")) {
    event.preventDefault();
    check(event.target.closest(".ls-question"));
  }
});

function start() {
  for (const quiz of document.querySelectorAll("[data-quiz]:not([data-open])")) {
    quiz.dataset.open = "yes";
    for (const button of quiz.querySelectorAll("button[hidden]")) button.hidden = false;
    // The answer waits until the question has been tried.
    for (const answer of quiz.querySelectorAll("[data-quiz-answer]")) answer.hidden = true;
  }
}

if (window.document$) window.document$.subscribe(start);
else start();
