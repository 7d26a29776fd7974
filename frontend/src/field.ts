import "./field.css";
import "@web/field/page";
