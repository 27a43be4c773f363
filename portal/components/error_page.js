// Stands in for a page that broke while it was drawn. It needs nothing of the server: the connection may be what broke.
import { Component, createElement } from "react";

export class ErrorPage extends Component {
  state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  componentDidCatch(error, info) {
    console.error(error, info.componentStack);
  }

  render() {
    if (!this.state.broken) return this.props.children;
    const { texts } = this.props;
    const said = texts[document.documentElement.lang] ?? texts.es;
    document.documentElement.classList.remove("waiting");
    return createElement(
      "main",
      { className: "page broken", role: "alert" },
      createElement("h1", {}, said.title),
      createElement("p", { className: "lead" }, said.text),
      createElement(
        "div",
        { className: "row" },
        createElement("button", { type: "button", className: "button button-primary", onClick: () => location.reload() }, said.reload),
        createElement("a", { href: "/", className: "button button-quiet" }, said.start),
      ),
    );
  }
}
